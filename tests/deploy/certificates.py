"""Certificates that are made for one test session, as files in PEM form."""

from dataclasses import dataclass
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)


@dataclass(frozen=True, slots=True)
class Certificates:
    """Attributes name files: the authority's certificate, a broker's key store, and a client's certificate and key."""

    authority: Path
    broker: Path
    client: Path
    client_key: Path


def make(folder: Path, host: str = "127.0.0.1", client: str = "natwatch-worker") -> Certificates:
    """An authority of our own, a broker that proves to be `host`, and a client whose common name is `client`."""
    folder.mkdir(exist_ok=True)
    made = Certificates(*(folder / name for name in ("ca.pem", "broker.pem", "client.pem", "client.key")))
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(made.authority))
    broker = authority.issue_cert(host)
    chain = b"".join(blob.bytes() for blob in broker.cert_chain_pems)
    made.broker.write_bytes(_pkcs8(broker.private_key_pem.bytes()) + chain)
    worker = authority.issue_cert(f"{client}.example.org", common_name=client)
    worker.cert_chain_pems[0].write_to_path(str(made.client))
    made.client_key.write_bytes(_pkcs8(worker.private_key_pem.bytes()))
    return made


def _pkcs8(key: bytes) -> bytes:
    """The one form of a private key that Kafka reads."""
    loaded = load_pem_private_key(key, None)
    return loaded.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
