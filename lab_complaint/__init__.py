from . import controllers
from . import models
from . import wizards
from .lost_connection import post_load
