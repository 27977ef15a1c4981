from . import external_approval
