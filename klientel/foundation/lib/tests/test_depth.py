from __future__ import annotations

import pytest

from klientel.foundation.lib.depth import SLOTS, roomy


def test_a_roomy_function_does_what_it_did() -> None:
    @roomy
    def divided(a: int, *, by: int) -> float:
        return a / by

    assert divided(6, by=4) == 1.5
    with pytest.raises(ZeroDivisionError):
        divided(1, by=0)


def test_its_frame_asks_for_more_than_a_piece_holds() -> None:
    first, second = roomy(len), roomy(repr)
    assert first.__code__.co_stacksize == second.__code__.co_stacksize == SLOTS
    assert (first([1, 2]), second([1, 2])) == (2, "[1, 2]")


def test_calls_within_one_another_have_room_as_well() -> None:
    @roomy
    def down(levels: int) -> int:
        return down(levels - 1) + 1 if levels else 0

    assert down(50) == 50
