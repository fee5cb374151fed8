# One image for every process: five services, the edge before them, the embedded default, the command line.
ARG NODE_IMAGE=node:22.23.3-bookworm-slim

# Needs the compiler and the sources, and leaves dist/ behind.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json ./
COPY scripts scripts
COPY test test
COPY libs libs
COPY apps apps
RUN node scripts/build.mjs \
  && rm -rf dist/test dist/libs/testing \
  && find dist \( -name '*.spec.js*' -o -name '*.fixture.js*' \) -delete

# What runs needs, and nothing else.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    CONTINUO_DATA_DIR=/data
WORKDIR /app
RUN printf '#!/bin/sh\nexec node /app/dist/apps/platform/src/cli.js "$@"\n' > /usr/local/bin/continuo \
  && chmod 755 /usr/local/bin/continuo \
  && install -d -o 1000 -g 1000 -m 0700 /data
COPY package.json ./
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/apps/platform/src/main.js"]
