from . import ir_actions_report
from . import lab_complaint_callback
from . import lab_complaint_communication
from . import lab_complaint_letter
from . import res_company
from . import res_config_settings
from . import res_users
