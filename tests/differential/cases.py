# SPDX-License-Identifier: MIT
"""
What is sent: every rule of the reader's by hand, every byte at every kind of place, all of these again with a few
bytes changed (from one seed, so that every run sends the same), and the corpus of the fuzzer.
"""
import random
from typing import NamedTuple

from support.database import ROOT

# In place of a token, and as long: what is sent to a daemon has a real one.
TOKEN = b"accord_" + 48 * b"x"
SEED, MUTATIONS = 9112, 1200
HOST = b"Host: a\r\n"
GET = b"GET /livez HTTP/1.1\r\n" + HOST
POST = (
    b"POST /v1/workers/lookup HTTP/1.1\r\n"
    + HOST
    + b"Authorization: Bearer "
    + TOKEN
    + b"\r\nContent-Type: application/json\r\n"
)
LENGTH = POST + b"Content-Length: 2\r\n\r\n{}"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
CHUNKS = CHUNKED + b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
NEXT = GET + b"\r\n"  # what a smuggler would have come after


class Case(NamedTuple):
    name: str
    sent: bytes


def line(text):
    """A whole request with this request line."""
    return text + b"\r\n" + HOST + b"\r\n"


def field(text):
    """A whole request with this text for one more field, its line's end included."""
    return GET + text + b"\r\n"


REQUEST_LINES = (
    *(
        method + b" /livez HTTP/1.1"
        for method in b"GET HEAD PUT PATCH DELETE OPTIONS TRACE get BREW GET/".split()
    ),
    *(
        b"GET /livez " + version
        for version in b"HTTP/1.0 HTTP/0.9 HTTP/1.2 HTTP/2.0 HTTP/3 HTTP/1 HTTP/11".split()
    ),
    *(
        b"GET /livez " + version
        for version in b"http/1.1 HTTP/1.10 HTTP/01.1 HTTP/1.1x ICE/1.0 RTSP/1.0".split()
    ),
    *(
        b"GET " + target + b" HTTP/1.1"
        for target in b"/ /a/b?c=d&e /a? * a ?a // /../ /a#b /a?b#c /a\\b".split()
    ),
    *(
        b"GET " + target + b" HTTP/1.1"
        for target in b"/%c3%a9 /%zz /%4 /% /%00 /?%00 /%01 /?%zz /a|b /[a]".split()
    ),
    *(
        b"GET " + target + b" HTTP/1.1"
        for target in b"http://a/livez HTTP://A/ http://b/ http://a https://a/".split()
    ),
    *(
        b"GET " + target + b" HTTP/1.1"
        for target in b"http:///a http://u@a/ ftp://a/ http://a:80/ a:80 /\xc3\xa9".split()
    ),
    b" GET /livez HTTP/1.1",
    b"\r\nGET /livez HTTP/1.1",
    b"\nGET /livez HTTP/1.1",
    b"\r\n\r\nGET /livez HTTP/1.1",
    b"GET  /livez HTTP/1.1",
    b"GET /livez  HTTP/1.1",
    b"GET\t/livez HTTP/1.1",
    b"GET /livez\tHTTP/1.1",
    b"GET /livez HTTP/1.1 ",
    b"GET /livez x HTTP/1.1",
    b"GET /livez",
    b"GET",
    b"CONNECT a:80 HTTP/1.1",
    b"GET /livez HTTP/1.1\r",
    b"PRI * HTTP/2.0\r\n\r\nSM",
    b"M-SEARCH /livez HTTP/1.1",
)
HOSTS = (
    *(
        b"Host: " + host + b"\r\n"
        for host in b"a:80 127.0.0.1 [::1] [::1]:80 a,b a/b a@b :80 a: a:8x".split()
    ),
    *(
        b"Host: " + host + b"\r\n"
        for host in b"a:123456 [::1 [] [::x] a%20b a%zz a#b a?b \xc3\xa9 xn--a".split()
    ),
    b"",
    b"Host:\r\n",
    b"Host: \r\n",
    b"Host: a b\r\n",
    b"Host: a\r\nHost: a\r\n",
    b"Host: a\r\nhost: b\r\n",
    b"hOST:a\t \r\n",
    b"Host : a\r\n",
)
FIELDS = (
    b"",
    b"X: y\r\n",
    b"X:\r\n",
    b"X:y\r\n",
    b"X:  \ty\t \r\n",
    b"X: a b\tc\r\n",
    b"X: caf\xc3\xa9\r\n",
    b"X : y\r\n",
    b"X\t: y\r\n",
    b"X\r\n",
    b": y\r\n",
    b"X Y: z\r\n",
    b"X\xc3\xa9: z\r\n",
    b" X: y\r\n",
    b"X: y\r\n folded\r\n",
    b"X: y\r\n\tfolded\r\n",
    b"X: y\r\n \r\n",
    b"X: y\n",
    b"X: y\nZ: z\r\n",
    b"X: y\rZ: z\r\n",
    b"X: y\r\r\n",
    b"X: a\0b\r\n",
    b"X\0: y\r\n",
    b"X: y\x7f\r\n",
    b"X: 1\r\nX: 2\r\n",
    b"(X): y\r\n",
    b"Connection: close\r\n",
    b"Connection: keep-alive\r\n",
    b"Connection: keep-alive, close\r\n",
    b"Connection: closed\r\n",
    b"Connection: upgrade\r\nUpgrade: websocket\r\n",
    b"Upgrade: h2c\r\n",
    b"Accept: text/plain\r\nAccept: */*\r\n",
    b"".join(b"X%d: y\r\n" % n for n in range(99)),
    b"".join(b"X%d: y\r\n" % n for n in range(100)),
    b"".join(b"Accept: a/%d\r\n" % n for n in range(23)),
    b"".join(b"Accept: a/%d\r\n" % n for n in range(24)),
    b"X: " + 15000 * b"y" + b"\r\n",
    b"X: " + 17000 * b"y" + b"\r\n",
)
SINGLE = (
    b"Authorization: Bearer a",
    b"Content-Type: application/json",
    b"Idempotency-Key: k",
    b'If-Match: "1"',
    b"Cookie: a=b",
    b"Expect: 100-continue",
    b"Expect: tea",
    b"traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
)
# Of a POST with "{}" behind it, and of one with chunks.
LENGTHS = (
    *(
        b"Content-Length:" + value + b"\r\n"
        for value in b" 2| 02| +2| -2| 0x2| 2,2| 2, 2| 2 2| 2;|2|\t2|| 2 |  2".split(b"|")
    ),
    *(
        b"Content-Length: " + value + b"\r\n"
        for value in (b"2.0", b"2e0", b"\xc2\xb2", b"2\0", b"2\x0b", b'"2"', b"0", b"3")
    ),
    b"Content-Length: 000000000000000002\r\n",
    b"Content-Length: 0000000000000000002\r\n",
    b"Content-Length: 18446744073709551618\r\n",
    b"Content-Length: 9223372036854775810\r\n",
    b"Content-Length: 65536\r\n",
    b"Content-Length: 65537\r\n",
    b"Content-Length : 2\r\n",
    b"Content-Length: 2\r\nContent-Length: 2\r\n",
    b"Content-Length: 2\r\nContent-Length: 3\r\n",
    b"Content-Length: 2\r\ncontent-length: 2\r\n",
    b"Content-Length: 2\n\r\n",
    b"Content_Length: 2\r\n",
    b"",
)
ENCODINGS = (
    *(
        b"Transfer-Encoding:" + value + b"\r\n"
        for value in b" chunked|chunked| Chunked| CHUNKED\t| xchunked| chunkedx| identity|| gzip, chunked| chunked,".split(
            b"|"
        )
    ),
    *(
        b"Transfer-Encoding: " + value + b"\r\n"
        for value in b'chunked, chunked|chunked, gzip|,chunked|"chunked"|chunked;q=1|chun ked|\x0bchunked|gzip'.split(
            b"|"
        )
    ),
    b"Transfer-Encoding : chunked\r\n",
    b"Transfer-Encoding\0: chunked\r\n",
    b"Transfer_Encoding: chunked\r\n",
    b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
    b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
    b"Transfer-Encoding:\r\n chunked\r\n",
    b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
    b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
    b"Content-Length: 2\r\nTransfer-Encoding: identity\r\n",
    b"X: y\nTransfer-Encoding: chunked\r\n",
    b"X: y\rTransfer-Encoding: chunked\r\n",
)
BODIES = (
    *(
        size + b"\r\n{}\r\n0\r\n\r\n"
        for size in b"2|02|00000002|000000002|0x2|+2|-2| 2|2 |2\t|\t2|2,|2.0|2h||g|2;".split(b"|")
    ),
    *(
        size + b"\r\n{}\r\n0\r\n\r\n"
        for size in b'2;a|2;a=b|2;a="b c"|2;a="b|2;a=|2 ;a|2; a|2;a b|2;a;b|2;=b|2;a="\\""'.split(b"|")
    ),
    *(
        size + b"\r\n{}\r\n0\r\n\r\n"
        for size in (b"2;\xc3\xa9", b"2;a=\x01", b"2;a\r", b"2;a\nb", b"2\0", b"2;" + 4000 * b"x")
    ),
    *(
        size + b"\r\n{}\r\n0\r\n\r\n"
        for size in (b"ffffffff", b"100000002", b"10000000000000002", b"2;" + 5000 * b"x")
    ),
    b"2\n{}\r\n0\r\n\r\n",
    b"2\r{}\r\n0\r\n\r\n",
    b"2\r\n{}\n0\r\n\r\n",
    b"2\r\n{}0\r\n\r\n",
    b"2\r\n{}x\r\n0\r\n\r\n",
    b"2\r\n{}\r0\r\n\r\n",
    b"2\r\n{}\r\n\r\n0\r\n\r\n",
    b"2\r\n{}\r\n0\n\r\n",
    b"2\r\n{}\r\n0\r\n\n",
    b"2\r\n{}\r\n0\r\n\rx",
    b"2\r\n{}\r\n00\r\n\r\n",
    b"2\r\n{}\r\n0;a\r\n\r\n",
    *(
        b"2\r\n{}\r\n0\r\n" + trailer + b"\r\n"
        for trailer in (
            b"X: y\r\n",
            b"X: y\r\nZ:\r\n",
            b"X : y\r\n",
            b"X: y\r\n z\r\n",
            b"X: y\n",
            b"X\r\n",
            b": y\r\n",
        )
    ),
    *(
        b"2\r\n{}\r\n0\r\n" + trailer + b"\r\n"
        for trailer in (
            b"Content-Length: 3\r\n",
            b"Transfer-Encoding: chunked\r\n",
            b"Host: b\r\n",
            b"Authorization: Bearer a\r\n",
            b"X: a\0b\r\n",
            b"X: " + 5000 * b"y" + b"\r\n",
        )
    ),
)
# A byte goes between the two parts of each: every byte, at every kind of place.
PLACES = {
    "before the method": (b"", b"GET /livez HTTP/1.1\r\n" + HOST + b"\r\n"),
    "in the method": (b"GE", b"T /livez HTTP/1.1\r\n" + HOST + b"\r\n"),
    "after the method": (b"GET", b"/livez HTTP/1.1\r\n" + HOST + b"\r\n"),
    "in the path": (b"GET /liv", b"ez HTTP/1.1\r\n" + HOST + b"\r\n"),
    "in the query": (b"GET /livez?a=", b"b HTTP/1.1\r\n" + HOST + b"\r\n"),
    "after the target": (b"GET /livez", b"HTTP/1.1\r\n" + HOST + b"\r\n"),
    "after the version": (b"GET /livez HTTP/1.1", b"\r\n" + HOST + b"\r\n"),
    "for the line's end": (b"GET /livez HTTP/1.1\r", HOST + b"\r\n"),
    "in the host": (b"GET /livez HTTP/1.1\r\nHost: a", b"b\r\n\r\n"),
    "before a name": (GET, b"X: y\r\n\r\n"),
    "in a name": (GET + b"X", b"Y: z\r\n\r\n"),
    "for the colon": (GET + b"X", b" y\r\n\r\n"),
    "in a value": (GET + b"X: y", b"z\r\n\r\n"),
    "after a value": (GET + b"X: y", b"\r\n\r\n"),
    "for a field's end": (GET + b"X: y\r", b"\r\n"),
    "before the head's end": (GET + b"X: y\r\n", b"\r\n"),
    "for the head's end": (GET + b"X: y\r\n\r", b""),
    "in a length": (POST + b"Content-Length: 2", b"\r\n\r\n{}"),
    "before a length": (POST + b"Content-Length:", b"2\r\n\r\n{}"),
    "after chunked": (POST + b"Transfer-Encoding: chunked", b"\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
    "before a size": (CHUNKED, b"2\r\n{}\r\n0\r\n\r\n"),
    "after a size": (CHUNKED + b"2", b"\r\n{}\r\n0\r\n\r\n"),
    "in an extension": (CHUNKED + b"2;a", b"b\r\n{}\r\n0\r\n\r\n"),
    "for a chunk's end": (CHUNKED + b"2\r\n{}", b"\n0\r\n\r\n"),
    "after a chunk's CR": (CHUNKED + b"2\r\n{}\r", b"0\r\n\r\n"),
    "in a trailer": (CHUNKED + b"2\r\n{}\r\n0\r\nX", b": y\r\n\r\n"),
    "for the body's end": (CHUNKED + b"2\r\n{}\r\n0\r\n\r", b""),
}


def by_hand():
    yield from (Case("line", line(text)) for text in REQUEST_LINES)
    yield from (Case("host", b"GET /livez HTTP/1.1\r\n" + text + b"\r\n") for text in HOSTS)
    yield from (Case("host of 1.0", b"GET /livez HTTP/1.0\r\n" + text + b"\r\n") for text in HOSTS)
    yield from (Case("field", field(text)) for text in FIELDS)
    yield from (Case("once", field(text + b"\r\n")) for text in SINGLE)
    yield from (Case("twice", field(2 * (text + b"\r\n"))) for text in SINGLE)
    yield from (Case("length", POST + text + b"\r\n{}") for text in LENGTHS)
    yield from (Case("length of 1.0", POST.replace(b"1.1", b"1.0") + text + b"\r\n{}") for text in LENGTHS)
    yield from (Case("length of GET", GET + text + b"\r\n{}") for text in LENGTHS)
    yield from (Case("encoding", POST + text + b"\r\n2\r\n{}\r\n0\r\n\r\n") for text in ENCODINGS)
    yield from (
        Case("encoding of 1.0", POST.replace(b"1.1", b"1.0") + text + b"\r\n2\r\n{}\r\n0\r\n\r\n")
        for text in ENCODINGS
    )
    yield from (Case("encoding of GET", GET + text + b"\r\n2\r\n{}\r\n0\r\n\r\n") for text in ENCODINGS)
    yield from (Case("body", CHUNKED + text) for text in BODIES)
    yield from (
        Case("1.0 kept alive", text)
        for text in [b"GET /livez HTTP/1.0\r\n" + HOST + b"Connection: keep-alive\r\n\r\n"]
    )


def unfinished():
    for whole in (LENGTH, CHUNKS):
        yield from (Case("unfinished", whole[:end]) for end in range(len(whole)))


def by_byte():
    for name, (before, after) in PLACES.items():
        for byte in range(256):
            yield Case(f"{byte:#04x} {name}", before + bytes([byte]) + after)


def drop(sent, at, chance):
    return sent[:at] + sent[at + chance.randint(1, 4) :]


def repeat(sent, at, chance):
    length = chance.randint(1, 40)
    return sent[:at] + sent[at : at + length] + sent[at:]


def insert(sent, at, chance):
    piece = chance.choice(
        [b"\r", b"\n", b"\r\n", b"\0", b" ", b"\t", b":", b";", b",", b"%", b"0", b"\x80", b"\r\n "]
    )
    return sent[:at] + piece + sent[at:]


def change(sent, at, chance):
    return sent[:at] + bytes([chance.randrange(256)]) + sent[at + 1 :]


def mutations(cases):
    chance = random.Random(SEED)
    short = [case for case in cases if len(case.sent) < 1000]
    for _ in range(MUTATIONS):
        case = chance.choice(short)
        sent = case.sent
        for _ in range(chance.randint(1, 3)):
            sent = chance.choice((drop, repeat, insert, change))(
                sent, chance.randrange(len(sent) + 1), chance
            )
        yield Case(f"{case.name}, changed", sent)


def corpus():
    for path in sorted((ROOT / "tests" / "fuzz" / "corpus" / "reader").iterdir()):
        yield Case(f"corpus, {path.name}", path.read_bytes())


def all_cases():
    """Each with another request behind it, which must be understood as such or not at all."""
    hand = list(by_hand())
    made = [*hand, *by_byte(), *mutations(hand)]
    return [*(Case(case.name, case.sent + NEXT) for case in made), *unfinished(), *corpus()]
