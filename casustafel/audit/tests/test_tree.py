import hashlib

from hypothesis import given
from hypothesis import strategies as st

from casustafel.audit import tree

# RFC 9162 gives the shape; these are the test leaves of RFC 6962's reference implementation.
LEAVES = [
    b"",
    b"\x00",
    b"\x10",
    b" !",
    b"01",
    b"@ABC",
    bytes(range(0x50, 0x58)),
    bytes(range(0x60, 0x70)),
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def test_known_roots() -> None:
    growing = tree.Tree()
    for size, entry in enumerate(LEAVES, start=1):
        growing.append(tree.leaf_hash(entry))
        if size in ROOTS:
            assert growing.root().hex() == ROOTS[size]


def _root_by_definition(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return tree.node_hash(_root_by_definition(leaves[:split]), _root_by_definition(leaves[split:]))


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_growing_gives_the_root_of_the_definition(entries: list[bytes]) -> None:
    leaves = [tree.leaf_hash(entry) for entry in entries]
    growing = tree.Tree()
    growing.extend(leaves)
    assert growing.root() == _root_by_definition(leaves)
