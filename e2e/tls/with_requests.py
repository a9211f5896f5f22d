"""Asks for a URL with requests and prints the answer's body. A second argument is a header."""
import sys

import requests

headers = dict(header.split(": ", 1) for header in sys.argv[2:])
print(requests.get(sys.argv[1], headers=headers, timeout=30).text)
