"""What people call objectives and key results, in the languages that pastes come in."""

from __future__ import annotations

import re
from typing import Final

_HYPHENS = re.compile(r"[ \-]")

OBJECTIVE: Final = (
    *("objective", "objectives", "obj", "obj.", "goal", "aim"),
    *("objectif", "objetivo", "obiettivo", "ziel", "doel", "doelstelling", "mål", "cel"),
    *("цель", "目標", "目标", "الهدف", "هدف"),
)
KEY_RESULT: Final = (
    *("key-result", "key_result", "keyresult", "kr"),
    *("schlüsselergebnis", "hauptergebnis", "résultat-clé", "resultado-clave", "resultado-chave"),
    *("risultato-chiave", "kernresultaat", "nøkkelresultat", "nyckelresultat", "kluczowy-rezultat"),
    *("ключевой результат", "主要な成果", "主要成果", "关键结果", "關鍵結果", "النتيجة الرئيسية"),
)
KEY_RESULTS: Final = (
    *("key-results", "key_results", "keyresults", "krs", "measured by", "as measured by"),
    *("schlüsselergebnisse", "hauptergebnisse", "résultats-clés", "resultados-clave", "resultados-chave"),
    *("risultati-chiave", "kernresultaten", "nøkkelresultater", "kluczowe-rezultaty"),
    *("ключевые результаты", "النتائج الرئيسية"),
)
KEY_RESULTS_ALONE: Final = (
    *("results", "expected results", "key outcomes", "success criteria", "success measures"),
    *("success metrics", "measures of success", "how we measure it", "how we will measure it"),
    *("how we'll measure it", "how we’ll measure it", "how we will know", "how we'll know"),
)
"""These head a list only where nothing else stands on their line."""


def pattern(words: tuple[str, ...]) -> str:
    """One of the words; a hyphen may be a space."""
    return "(?:" + "|".join(_HYPHENS.sub("[ -]", word).replace(".", r"\.") for word in words) + ")"
