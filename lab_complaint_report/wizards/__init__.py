from . import lab_complaint_answer
