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


def moment() -> str:
    """Give the time of day in UTC, to tell people when a run began; no page ever shows it."""
    return f"{datetime.now(UTC):%H:%M:%S} UTC"
