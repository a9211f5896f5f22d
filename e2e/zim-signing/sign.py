"""Signs ZIM requests as the page "Accessing Server APIs" has it in Python.

Takes groups of four arguments, AppId, SignatureNonce, ServerSecret and Timestamp, and prints the
signature of each on a line.
"""
import hashlib
import sys


def signature(app_id: int, nonce: str, secret: str, timestamp: int) -> str:
    text = str(app_id) + nonce + secret + str(timestamp)
    return hashlib.md5(text.encode("utf8")).hexdigest()


args = sys.argv[1:]
while len(args) >= 4:
    app_id, nonce, secret, timestamp = args[:4]
    args = args[4:]
    print(signature(int(app_id), nonce, secret, int(timestamp)))
