import pytest

from tests.services.counter import Counter
from tests.services.flows.hall import Hall


@pytest.fixture
def hall(counter: Counter) -> Hall:
    return Hall(counter)
