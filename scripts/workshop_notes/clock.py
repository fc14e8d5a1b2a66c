"""The day on which a site is built: the one place that looks at the clock."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def today() -> str:
    """Give the day in UTC as ISO text; `SOURCE_DATE_EPOCH` (seconds) overrides the clock.

    Source: https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.date().isoformat()
