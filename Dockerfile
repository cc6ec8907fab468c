# One image for both ways of running: Socket Mode (SLACK_APP_TOKEN) or HTTP (SLACK_SIGNING_SECRET). Writes to /data alone.
FROM python:3.13-slim-trixie AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --extra otel --no-install-project --no-cache
COPY bot bot
COPY migrations migrations
COPY manifest.json ./
RUN uv sync --frozen --no-dev --extra otel --no-editable --no-cache

FROM python:3.13-slim-trixie
RUN useradd --uid 10001 --home-dir /data --no-create-home kickstand && install -d -o kickstand -g kickstand /data
COPY --from=build /app/.venv /app/.venv
# A number: Kubernetes sees from it that this is not root.
USER 10001
WORKDIR /data
ENV HOME=/data PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 DATABASE_URL=sqlite:////data/kickstand.db
VOLUME /data
EXPOSE 3000
# The image has no curl; http.client, unlike urllib, asks no proxy.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-c", "import os; \
from http.client import HTTPConnection; \
asked = HTTPConnection('127.0.0.1', int(os.environ.get('KICKSTAND_PORT') or 3000), timeout=4); \
asked.request('GET', '/healthz'); \
raise SystemExit(asked.getresponse().status != 200)"]
CMD ["kickstand", "run"]
