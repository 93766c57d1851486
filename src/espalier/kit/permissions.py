"""What people may do with the kit's own pages."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

EVERYBODY = tuple(Role)


def register() -> None:
    """Declare the kit's permissions; called once when Django is ready."""
    declare("kit.change_organisation", [Role.MANAGER, Role.ADMINISTRATOR])
    declare("kit.manage_accounts", [Role.ADMINISTRATOR])
    declare("kit.view_audit", [Role.AUDITOR, Role.ADMINISTRATOR, Role.MANAGER])
    declare("kit.run_import", [Role.MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR])
    viewers = [Role.MANAGER, Role.COORDINATOR, Role.EXECUTIVE, Role.AUDITOR]
    declare("kit.view_thread", viewers)
    declare("kit.mend_links", [Role.MANAGER, Role.COORDINATOR])
    declare("kit.view_jobs", EVERYBODY, own=True)
