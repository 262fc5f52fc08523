"""Somebody who has a keyboard and nothing else: what they mean to use, they reach with Tab."""

from playwright.sync_api import Locator

from tests.journeys.somebody import Somebody

IS_FOCUSED = "element => element === document.activeElement"
IN_ITS_GROUP = "radio => document.activeElement.name === radio.name"
SHOWS_FOCUS = """element => {
    const shown = document.activeElement;
    const styles = [getComputedStyle(shown), getComputedStyle(shown, "::before")];
    const label = shown.labels && shown.labels[0];
    if (label) styles.push(getComputedStyle(label, "::before"));
    return styles.some(style => style.boxShadow !== "none" || style.outlineStyle !== "none");
}"""
# A page has fewer stops. Whoever passes them all comes round to the first again.
MOST_STOPS = 150


class OnlyKeys(Somebody):
    """Fails where something cannot be reached by Tab, or where nobody would see that it was."""

    def reach(self, target: Locator, arrived: str = IS_FOCUSED) -> None:
        target.wait_for(state="attached")
        for _ in range(MOST_STOPS):
            if target.evaluate(arrived):
                assert target.evaluate(SHOWS_FOCUS), f"nobody sees the focus on {target}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def press(self, name: str) -> None:
        self.activate(self.page.get_by_role("button", name=name, exact=True).first)

    def activate(self, target: Locator) -> None:
        self.reach(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def follow(self, name: str) -> None:
        self.activate(self.main.get_by_role("link", name=name).first)

    def write(self, label: str, text: str, within: Locator | None = None) -> None:
        self.type_in(self.field(label, within), text)

    def type_in(self, box: Locator, text: str) -> None:
        self.reach(box)
        self.page.keyboard.insert_text(text)

    def pick(self, label: str, option: str, within: Locator | None = None) -> None:
        """As a list is used without a pointer: by the first letters of what is meant."""
        self.reach(self.field(label, within))
        self.page.keyboard.type(option)

    def tick(self, question: str, option: str) -> None:
        target = self.question(question).get_by_label(option, exact=True).first
        if target.get_attribute("type") == "checkbox":
            self.reach(target)
            self.page.keyboard.press("Space")
        else:
            self.reach(target, IN_ITS_GROUP)
            self.page.keyboard.press("Space")
            while not target.evaluate(IS_FOCUSED):
                self.page.keyboard.press("ArrowDown")
        assert target.is_checked()

    def date(self, question: str, day, time: str = "") -> None:
        boxes = self.question(question)
        for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self.type_in(boxes.get_by_label(label), str(number))
