from . import ir_actions_report
from . import lab_complaint_case_file
from . import lab_complaint_register_facts
from . import res_company
