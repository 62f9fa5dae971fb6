"""A page read the way a browser reads it: elements with their text, for the tests of HTML views."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "input", "path", "use", "circle", "rect", "col", "hr", "img"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def find(self, tag: str = "", name: str = "", **attributes: str) -> list[Element]:
        return [
            element
            for element in self.walk()
            if (not tag or element.tag == tag)
            and (not name or name in element.classes)
            and all(element.attributes.get(key) == value for key, value in attributes.items())
        ]

    def text(self, lang: str = "zh") -> str:
        """The text a reader of one language sees."""
        other = {"zh": "e", "en": "z"}[lang]
        if other in self.classes or self.tag in {"script", "style", "head"}:
            return ""
        parts = (c if isinstance(c, str) else c.text(lang) for c in self.children)
        return " ".join("".join(parts).split()) if self.parent is None else "".join(parts)

    def within(self, *tags_or_names: str) -> bool:
        at: Element | None = self
        while at is not None:
            if at.tag in tags_or_names or set(at.classes) & set(tags_or_names):
                return True
            at = at.parent
        return False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Element("", {})
        self.misnested: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs}, self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.children.append(Element(tag, {k: v or "" for k, v in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        if tag != self.at.tag:
            self.misnested.append(f"</{tag}> closes <{self.at.tag}>")
        elif self.at.parent is not None:
            self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def read(page: bytes | str) -> Element:
    """The page as a tree.

    Raises:
        AssertionError: Its elements are not properly nested and closed.
    """
    reader = _Reader()
    reader.feed(page.decode() if isinstance(page, bytes) else page)
    reader.close()
    assert not reader.misnested, reader.misnested[:5]
    assert reader.at is reader.root, f"<{reader.at.tag}> is never closed"
    return reader.root
