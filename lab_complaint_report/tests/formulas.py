"""Calculates the formulas of a workbook apart from any spreadsheet program: the kinds that our
workbooks have, and no others."""

import re
from math import sqrt

from openpyxl.utils import range_boundaries

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")
    |(?P<cells>(?:(?:'(?:[^']|'')+'|[^\W\d]\w*)!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)
    |(?P<name>[A-Z]+)(?=\()
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<sign><=|>=|<>|[-+*/=<>(),]))""",
    re.VERBOSE,
)


class FormulaError(Exception):
    """What a spreadsheet shows as #DIV/0! or #VALUE!."""


class Calculator:
    """Values of the cells of a workbook.

    :param workbook: openpyxl workbook, loaded with formulas
    """

    def __init__(self, workbook):
        self._workbook = workbook
        self._known = {}

    def formulas(self):
        """Every cell with a formula, as (name of the sheet, name of the cell)."""
        return [
            (sheet.title, cell.coordinate)
            for sheet in self._workbook
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]

    def value(self, sheet, cell):
        """Value of a cell, calculated where it is a formula.

        :raise FormulaError: where a spreadsheet shows an error
        """
        if (sheet, cell) not in self._known:
            content = self._workbook[sheet][cell]
            is_formula = content.data_type == "f"
            self._known[sheet, cell] = (
                _Formula(self, sheet, content.value[1:]).calculate()
                if is_formula
                else content.value
            )
        return self._known[sheet, cell]

    def values(self, sheet, cells):
        """Values of a range, row by row."""
        left, top, right, bottom = range_boundaries(cells)
        names = [
            self._workbook[sheet].cell(row, column).coordinate
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]
        return [self.value(sheet, name) for name in names]


class _Formula:
    """One formula, read from left to right. Parts are functions without arguments, so that what is
    not asked for is not calculated."""

    def __init__(self, calculator, sheet, words):
        self._calculator, self._sheet = calculator, sheet
        self._tokens, position = [], 0
        while position < len(words):
            token = TOKEN.match(words, position)
            if not token:
                raise ValueError(f"cannot be read: {words[position:]}")
            self._tokens.append((token.lastgroup, token[token.lastgroup]))
            position = token.end()

    def calculate(self):
        part = self._comparison()
        if self._tokens:
            raise ValueError(f"left over: {self._tokens}")
        return part()

    def _take(self, *signs):
        if self._tokens and self._tokens[0][1] in signs and self._tokens[0][0] == "sign":
            return self._tokens.pop(0)[1]
        return None

    def _operation(self, signs, operand):
        left = operand()
        while sign := self._take(*signs):
            left = _operated(sign, left, operand())
        return left

    def _comparison(self):
        return self._operation(("=", "<>", "<", ">", "<=", ">="), self._sum)

    def _sum(self):
        return self._operation(("+", "-"), self._product)

    def _product(self):
        return self._operation(("*", "/"), self._atom)

    def _atom(self):
        if self._take("("):
            inner = self._comparison()
            assert self._take(")")
            return inner
        kind, words = self._tokens.pop(0)
        if kind == "number":
            return lambda: float(words)
        if kind == "text":
            return lambda: words[1:-1].replace('""', '"')
        if kind == "cells":
            return self._cells(words)
        return self._function(words)

    def _cells(self, words):
        sheet, _mark, cells = words.rpartition("!")
        sheet = sheet.strip("'").replace("''", "'") or self._sheet
        cells = cells.replace("$", "")
        if ":" in cells:
            return lambda: self._calculator.values(sheet, cells)
        return lambda: self._calculator.value(sheet, cells)

    def _function(self, name):
        assert self._take("(")
        arguments = [self._comparison()]
        while self._take(","):
            arguments.append(self._comparison())
        assert self._take(")")
        return lambda: FUNCTIONS[name](*arguments)


def _operated(sign, left, right):
    def calculate():
        first, second = left(), right()
        if sign in ("=", "<>"):
            return ((first or 0) == (second or 0)) == (sign == "=")
        first, second = _number(first), _number(second)
        if sign == "/" and not second:
            raise FormulaError("#DIV/0!")
        return OPERATORS[sign](first, second)

    return calculate


def _number(value):
    if isinstance(value, str):
        raise FormulaError("#VALUE!")
    return value or 0


def _numbers(argument):
    values = argument()
    values = values if isinstance(values, list) else [values]
    return [
        value for value in values if isinstance(value, int | float) and not isinstance(value, bool)
    ]


def _average(argument):
    numbers = _numbers(argument)
    if not numbers:
        raise FormulaError("#DIV/0!")
    return sum(numbers) / len(numbers)


def _iferror(argument, otherwise):
    try:
        return argument()
    except FormulaError:
        return otherwise()


def _sum_if(tested, condition, summed):
    assert condition() == ">0"
    return sum(
        number
        for test, number in zip(tested(), summed(), strict=True)
        if isinstance(test, int | float) and test > 0
    )


OPERATORS = {
    "+": lambda first, second: first + second,
    "-": lambda first, second: first - second,
    "*": lambda first, second: first * second,
    "/": lambda first, second: first / second,
    "<": lambda first, second: first < second,
    ">": lambda first, second: first > second,
    "<=": lambda first, second: first <= second,
    ">=": lambda first, second: first >= second,
}
FUNCTIONS = {
    "AVERAGE": _average,
    "IF": lambda test, then, otherwise: then() if test() else otherwise(),
    "IFERROR": _iferror,
    "MAX": lambda *arguments: max(_number(argument()) for argument in arguments),
    "SQRT": lambda argument: sqrt(_number(argument())),
    "SUM": lambda argument: sum(_numbers(argument)),
    "SUMIF": _sum_if,
}
