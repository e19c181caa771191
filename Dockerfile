# One image for every process: docker run … spendstream stream-processor, sink, report, …
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /source
COPY . .
RUN mvn -B -ntp -q -DskipTests package

FROM eclipse-temurin:17-jre
RUN groupadd --system --gid 10001 spendstream && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/spendstream --create-home spendstream
COPY --from=build /source/cli/target/spendstream /opt/spendstream
COPY --from=build /source/spendstream /opt/spendstream/spendstream
ENV PATH=/opt/spendstream:$PATH
USER spendstream
WORKDIR /var/lib/spendstream
EXPOSE 9464
ENTRYPOINT ["spendstream"]
CMD ["--help"]
