"""The same path walked by a pointer or by the keyboard alone (RG-083), on a telephone's width and on a desk's."""

import pytest

BY_HAND = pytest.mark.parametrize(
    ("width", "kind"), [(320, "pointer"), (320, "keyboard"), (1280, "pointer"), (1280, "keyboard")]
)


class Hand:
    def __init__(self, page, kind):
        self.page = page
        self.kind = kind

    def press(self, target):
        """Presses a link or a button; ticks a box; chooses among radio buttons."""
        if self.kind == "pointer":
            target.click()
            return
        kind = target.evaluate("one => one.type ?? ''")
        if kind == "radio":
            # A group is one stop of the Tab key; arrows choose in it.
            self.tab(target, "(one, now) => one.name === now.name")
            for _ in range(60):
                self.page.keyboard.press("Space")
                if target.is_checked():
                    return
                self.page.keyboard.press("ArrowDown")
            raise AssertionError("arrows do not choose it")
        self.tab(target, "(one, now) => one === now")
        self.page.keyboard.press("Space" if kind == "checkbox" else "Enter")

    def write(self, target, text):
        if self.kind == "pointer":
            target.fill(text)
            return
        self.tab(target, "(one, now) => one === now")
        self.page.keyboard.type(text)

    def tab(self, target, matches):
        """Presses Tab until what has the focus is, or belongs to, the target."""
        target.wait_for()
        for _ in range(120):
            if target.evaluate(f"one => ({matches})(one, document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("the Tab key does not come to it")
