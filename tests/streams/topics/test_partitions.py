from aiokafka.partitioner import DefaultPartitioner
from aiokafka.partitioner import murmur2 as reference
from hypothesis import given
from hypothesis import strategies as st

from streams.topics.partitions import murmur2, partition_of


def test_the_hash_is_that_of_the_java_client() -> None:
    # The table of UtilsTest.testMurmur2 in Apache Kafka, as unsigned numbers.
    table = {"21": -973932308, "foobar": -790332482, "a-little-bit-long-string": -985981536}
    assert {text: murmur2(text.encode()) - (1 << 32) for text in table} == table


@given(st.binary(max_size=64))
def test_the_hash_is_that_of_aiokafka(data: bytes) -> None:
    assert murmur2(data) == reference(data)


@given(st.text(min_size=1, max_size=40), st.integers(1, 64))
def test_a_patient_goes_where_a_keyed_record_would_go(patient_id: str, partitions: int) -> None:
    everywhere = list(range(partitions))
    assert partition_of(patient_id, partitions) == DefaultPartitioner()(patient_id.encode(), everywhere, everywhere)
