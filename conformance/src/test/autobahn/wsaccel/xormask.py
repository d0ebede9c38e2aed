"""Masking (RFC 6455, 5.3) by Java's sets of bits instead of a loop over bytes in Jython."""

from java.util import BitSet
from org.python.core.util import StringUtil


class XorMaskerNull:
    def __init__(self, mask=None):
        self.ptr = 0

    def pointer(self):
        return self.ptr

    def reset(self):
        self.ptr = 0

    def process(self, data):
        self.ptr += len(data)
        return data


class XorMasker:
    def __init__(self, mask):
        assert len(mask) == 4
        self.ptr = 0
        self.mask = mask

    def pointer(self):
        return self.ptr

    def reset(self):
        self.ptr = 0

    def process(self, data):
        length = len(data)
        start = self.ptr & 3
        key = (self.mask * (length // 4 + 2))[start : start + length]
        self.ptr += length
        # A set of bits ends at its last 1: one byte more keeps zeros before it, and is cut off.
        bits = bits_of(data + "\1")
        bits.xor(bits_of(key + "\0"))
        return bits.toByteArray().tostring()[:-1]


def bits_of(data):
    return BitSet.valueOf(StringUtil.toBytes(data))


def createXorMasker(mask, length=None):
    return XorMasker(mask)
