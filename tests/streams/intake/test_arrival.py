from aiokafka import ConsumerRecord
from hypothesis import given
from hypothesis import strategies as st

from streams.intake.arrival import Record, in_order


def partition(number: int, timestamps: list[int]) -> list[Record]:
    return [
        ConsumerRecord("lab-results", number, offset, timestamp, 0, None, b"{}", None, -1, 2, ())
        for offset, timestamp in enumerate(timestamps)
    ]


def test_a_backlog_of_several_partitions_is_accepted_as_it_came() -> None:
    row = in_order([partition(0, [10, 30, 50]), partition(1, [20, 40]), partition(2, [35])])
    assert [(record.partition, record.timestamp) for record in row] == [
        (0, 10),
        (1, 20),
        (0, 30),
        (2, 35),
        (1, 40),
        (0, 50),
    ]


@given(st.lists(st.lists(st.integers(-1, 5), max_size=6), max_size=4))
def test_messages_of_one_partition_keep_their_order_whatever_their_timestamps_are(times: list[list[int]]) -> None:
    partitions = [partition(number, each) for number, each in enumerate(times)]
    row = in_order(partitions)
    assert len(row) == sum(map(len, partitions))
    for number, records in enumerate(partitions):
        assert [record for record in row if record.partition == number] == records
