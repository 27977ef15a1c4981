from . import test_survey_access
from . import test_survey_answer
from . import test_survey_page
