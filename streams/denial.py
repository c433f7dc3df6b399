"""What Kafka's refusals mean: who is not let in, and who may not do what."""

from ssl import SSLCertVerificationError

from aiokafka.errors import (
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    KafkaError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
)

from streams.logs.surprises import chain

_WHAT: tuple[tuple[type[KafkaError], str], ...] = (
    (TopicAuthorizationFailedError, "a topic"),
    (GroupAuthorizationFailedError, "a consumer group"),
    (TransactionalIdAuthorizationFailed, "a transactional id"),
    (ClusterAuthorizationFailedError, "the cluster"),
)
"""By kind of error, what is denied."""

REMEDY = "give the Kafka principal what the files of deploy/acls list for its roles"

UNFORESEEN = "something unforeseen was raised"
"""What is said of everything else: the words of foreign exceptions are not repeated, as they may quote a message."""


def denied(error: BaseException) -> str | None:
    """A sentence, without its end, on what Kafka denies, if that is what is wrong: what, and what to do."""
    for one in chain(error):
        if isinstance(one, SaslAuthenticationFailed):
            return "Kafka does not accept the user name and password any more: check kafka.username and kafka.password"
        if isinstance(one, SSLCertVerificationError):
            return (
                f"Kafka shows a certificate that is not trusted ({one.verify_message.rstrip('.')}): check kafka.ca_file"
            )
        for kind, what in _WHAT:
            if isinstance(one, kind):
                return f"Kafka denies this worker the use of {what}{_named(one)}: {REMEDY}"
    return None


def _named(error: KafkaError) -> str:
    """The names of topics or groups that an error carries; they are our own, or the hospital's, and name nobody."""
    names = sorted(
        name
        for argument in error.args
        for name in (argument if isinstance(argument, set | frozenset | list | tuple) else [argument])
        if isinstance(name, str) and " " not in name
    )
    return f" ({', '.join(names)})" if names else ""
