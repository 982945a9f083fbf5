"""Well-known names and words with accents, to put letters that were lost on the way back where they belong."""

from __future__ import annotations

#: names of places, institutions and people in the news, and loan words of English
_WORDS = """
Dáil Fáil Fianna Féin Sinn Tánaiste Éireann Iarnród Garda Síochána gardaí Gardaí Áras Uachtaráin Oireachtas Seán Ciarán
Micheál Mícheál Róisín Nóirín Trócaire Máire Siobhán Sinéad Gráinne Pádraig Páirc Rúnaí Dún Laoghaire RTÉ TÉ
Beyoncé Penélope Cárdenas Joaquín José João São Bogotá Medellín Mérida Yucatán México Perú Panamá Brasília Muñoz Peña
Núñez Ibáñez Yáñez González Hernández Rodríguez Fernández Martínez Jiménez Gutiérrez Pérez Sánchez García López Gómez
Díaz Ramírez Álvarez Velázquez Vásquez Ordóñez Castañeda Cañete Raúl Andrés Jesús Málaga Córdoba Cádiz Español español
niño niña Niño Niña mañana Düsseldorf München Köln Zürich Würzburg Nürnberg Lübeck Tübingen Göttingen
Mönchengladbach Württemberg Thüringen Saarbrücken Osnabrück Münster Schönefeld Schöneberg Neukölln Ravensbrück
Köpenick Fürth Böblingen Schwäbisch Süddeutsche Schäuble Schröder Höcke Böhmermann Müller Möller Krüger Köhler Löw Özil
Gündogan Özdemir Göring Jörg Jürgen Björn Günther Völler Kühn Jäger Reichsbürger Südtribüne Grönemeyer Schlöndorff
Kaurismäki Gülen Erdoğan Türkiye Çavuşoğlu Yıldırım Orbán Székely Skłodowska Wałęsa Gdańsk Kraków
Łódź Škoda Kovač Mladić Karadžić Milošević Vučić Priština Čapek Dvořák Théo Hervé François Hélène Cécile
Aurélie Gréco Besançon Orléans Nîmes Rhône Saône Île Élysée Élysées Médecins Frontières Société Générale Hénin Chloé
André Loïc Noël Zoë Condé Citroën Crédit Côte Québec Montréal Genève Malmö Göteborg Tromsø Århus København Jørgen Søren
café cafés cliché clichés fiancé fiancée attaché attachés communiqué communiqués protégé protégés résumé résumés
naïve façade façades déjà décor débris première élite soirée exposé touché passé née señor señora jalapeño piñata
doppelgänger über Führer crème brûlée entrée matinée émigré émigrés voilà Ángel Éamon
"""


def _damaged(word: str) -> str:
    """Show a word with a question mark for each letter outside ASCII."""
    return "".join(letter if letter.isascii() else "?" for letter in word)


def _table() -> dict[str, str]:
    """Map each damaged form to its word; a form that two words share is left out, as it settles nothing."""
    forms: dict[str, set[str]] = {}
    for word in _WORDS.split():
        if not word.isascii() and len(word) > 1 and "-" not in word:
            forms.setdefault(_damaged(word), set()).add(word)
    return {form: words.pop() for form, words in forms.items() if len(words) == 1}


#: "F?il" → "Fáil"
DAMAGED_WORDS = _table()
