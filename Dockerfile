# The server as an image: one static program and nothing beside it.
#
#   docker build -t chatdouble --build-arg VERSION=1.2.3 --build-arg REVISION=$(git rev-parse HEAD) .
#   docker run --rm -p 127.0.0.1:8080:8080 chatdouble
#   docker run --rm -p 127.0.0.1:8080:8080 -v "$PWD/fixtures:/fixtures:ro" -e CHATDOUBLE_FIXTURES=/fixtures chatdouble
#
# scripts/check-image builds this file without a container engine and tries the result.

ARG VERSION=devel
ARG REVISION=unknown

# The compiler runs on the platform of the building machine and compiles for the one asked for, so an
# image for another processor needs no emulator.
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
WORKDIR /src

# The modules are a layer of their own: a change in the code does not fetch them again.
COPY go.mod go.sum ./
RUN go mod download

# .dockerignore lists what is copied here.
COPY . .
ARG TARGETOS
ARG TARGETARCH
ARG VERSION
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath \
      -ldflags "-s -w -X github.com/chatdouble/mockserver/internal/buildinfo.version=$VERSION" \
      -o /out/chatdouble ./cmd/mockserver

# An empty folder, to be copied with the one that holds it: not every builder copies one by itself.
WORKDIR /out/root/ca

# Empty, not distroless: the server keeps its times in UTC and so needs no zone files, and it writes
# nothing but its CA, when it is told where, and so needs no /tmp. The CA certificates are for webhooks
# whose address is https.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/chatdouble /chatdouble

# For CHATDOUBLE_TLS_CA_DIR=/ca: a new named volume that is mounted there takes over the owner. No VOLUME, which
# would leave one behind each container that has no use for it.
COPY --from=build --chown=65532:65532 /out/root/ /

# A number, so that "must not run as root" can be proved without a passwd file. Mounted fixtures have to
# be readable for it.
USER 65532:65532

# Inside a container loopback cannot be reached from outside. As this is always set, PORT is not looked
# at. Change the address here and not by --addr: the health check reads the environment too.
#
# CHATDOUBLE_FIXTURES is left unset: without it the server has its embedded people, so the image starts
# with nothing mounted. Whoever mounts a folder at /fixtures sets it to /fixtures.
ENV CHATDOUBLE_ADDR=:8080
EXPOSE 8080

# One interval for all of the life: --start-interval is unknown to builders before 2024. The first check
# comes after one interval, so a short one makes "healthy" come early; a check takes a few milliseconds.
# The timeout is above the 2 s that the program itself waits, so that it can still say what is wrong.
HEALTHCHECK --interval=2s --timeout=3s --start-period=10s --retries=3 CMD ["/chatdouble", "healthcheck"]
ENTRYPOINT ["/chatdouble"]

# Last, because the revision changes with every build.
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.title="chatdouble" \
      org.opencontainers.image.description="A server that stands in for CometChat REST v3 and the ZEGOCLOUD ZIM Server API." \
      org.opencontainers.image.source="https://github.com/chatdouble/mockserver" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
