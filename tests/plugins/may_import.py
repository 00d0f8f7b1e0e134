"""A contract for import-linter in the words of our layout table: what one package may import."""

import sys
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class MayImport(Contract):
    """Everything inside `package` imports itself, `ours` and, where `third_party` is given, only those."""

    type_name = "may_import"

    # import-linter puts the values of pyproject.toml in the place of these descriptions
    package: Any = fields.StringField()
    ours: Any = fields.ListField(subfield=fields.StringField())
    third_party: Any = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Collect each direct import that the table does not allow, with its lines."""
        broken: list[tuple[str, str, str]] = []
        for importer in sorted({self.package} | graph.find_descendants(self.package)):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if not self._allows(imported):
                    details = graph.get_import_details(importer=importer, imported=imported)
                    lines = ", ".join(str(detail["line_number"]) for detail in details)
                    broken.append((importer, imported, lines))
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print who imports what it may not, and where."""
        for importer, imported, lines in check.metadata["broken"]:
            output.print_error(f"{importer} may not import {imported} (line {lines})")
        output.new_line()

    def _allows(self, imported: str) -> bool:
        top = imported.partition(".")[0]
        if top in {"kiosk", "central"}:
            return any(f"{imported}.".startswith(f"{package}.") for package in (self.package, *self.ours))
        return not self.third_party or top in sys.stdlib_module_names or top in self.third_party
