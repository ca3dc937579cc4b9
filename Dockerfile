# The mock server of the StateSet Commerce Network API.
#
#   docker build -t stateset-mock .
#   docker run --rm -p 127.0.0.1:8420:8420 stateset-mock
#
# docs/containers.md describes the settings.

# The build runs on the platform of the builder, and compiles for that of the image.
FROM --platform=$BUILDPLATFORM golang:1.26-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG TARGETOS TARGETARCH
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags='-s -w' -o /out/stateset-mock ./mockserver/stateset-mock

FROM scratch
# Webhooks to https receivers need the roots of public certificates.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/stateset-mock /stateset-mock
USER 65532:65532
# The control interface is open, because callers in other containers are not local. With
# STATESET_MOCK_CONTROL_TOKEN the token is required.
ENV STATESET_MOCK_ADDR=:8420 STATESET_MOCK_CONTROL=open
EXPOSE 8420
HEALTHCHECK --interval=5s --timeout=6s --start-period=2s --retries=3 CMD ["/stateset-mock", "healthcheck"]
ENTRYPOINT ["/stateset-mock"]
