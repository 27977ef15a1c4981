from . import lab_complaint_register_xlsx
