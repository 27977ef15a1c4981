from . import controllers
from . import models
from . import wizards
from .hooks import uninstall_hook
from .lost_connection import post_load
