from . import external_approval
from . import status
