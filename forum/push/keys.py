"""The key by which push services know this installation (VAPID, RFC 8292), made of its secret key.

Derived and not stored: all machines of one installation have the same one, and there is one secret less to keep.
"""

import base64
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

# Order of the group of P-256 (FIPS 186-5): a private key is a number below it.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@lru_cache(maxsize=4)
def private_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """The signing key of an installation whose FORUM_SECRET_KEY is `secret`."""
    # 48 bytes for a number of 32: what is left over after the division favours no number (FIPS 186-5, A.2.1).
    stretched = HKDF(SHA256(), length=48, salt=None, info=b"palabre web push").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(stretched, "big") % (ORDER - 1) + 1, ec.SECP256R1())


def public_key(secret: str) -> str:
    """What browsers are given: base64url of the uncompressed point."""
    point = private_key(secret).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()
