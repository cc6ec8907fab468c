# One image for both ways of running: Socket Mode (SLACK_APP_TOKEN) or HTTP on port 3000 (SLACK_SIGNING_SECRET).
FROM python:3.13-slim AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --frozen --no-dev --no-install-project
COPY bot bot
COPY migrations migrations
COPY manifest.json alembic.ini ./
RUN uv sync --frozen --no-dev

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 kickstand && install -d -o kickstand /data
COPY --from=build --chown=kickstand /app /app
USER kickstand
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 DATABASE_URL=sqlite:////data/kickstand.db
VOLUME /data
EXPOSE 3000
CMD ["kickstand", "run"]
