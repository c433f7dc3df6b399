from tests.alerts.story import on, tell


def test_a_symptom_that_was_cleared_holds_nobody_while_another_still_asks_to_stop() -> None:
    story = [
        on("10:00", "infusion-started"),
        on("10:35", "reaction-observed"),
        on("10:40", "hold-cleared", rule="hypersensitivity"),
        on("10:30", "reaction-observed", accepted="10:41", recorded_at="10:41"),
        on("10:45", "dose-prepared"),
        on("11:00", "infusion-stopped"),
    ]
    assert tell(*story, about="prepared-while-held", until="20:00") == []
