"""Asks for a URL with urllib and prints the answer's body. A second argument is a header."""
import sys
import urllib.request

headers = dict(header.split(": ", 1) for header in sys.argv[2:])
with urllib.request.urlopen(urllib.request.Request(sys.argv[1], headers=headers), timeout=30) as answer:
    print(answer.read().decode())
