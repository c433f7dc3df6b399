from streams.metrics.described import Label, counter, gauge, words

COLOUR = Label("colour", "which", words(["red", "green"]))


def test_a_metric_gives_its_values_by_those_of_its_labels() -> None:
    family = counter("natwatch_bags_total", "Bags.", COLOUR).family({("red",): 2, ("green",): 1})
    assert {(sample.name, *sample.labels.values(), sample.value) for sample in family.samples} == {
        ("natwatch_bags_total", "red", 2),
        ("natwatch_bags_total", "green", 1),
    }


def test_what_is_in_no_closed_set_is_added_up_as_other_so_that_nobody_is_named() -> None:
    family = counter("natwatch_bags_total", "Bags.", COLOUR).family({("Mrs Smith",): 2, ("4711",): 3, ("red",): 1})
    assert {sample.labels["colour"]: sample.value for sample in family.samples} == {"other": 5, "red": 1}


def test_a_metric_without_labels_has_one_value() -> None:
    (sample,) = gauge("natwatch_age_seconds", "Age.").family(1.5).samples
    assert (sample.name, sample.labels, sample.value) == ("natwatch_age_seconds", {}, 1.5)
