# One image for every process and command: docker run --rm spendstream:0.1.0 --help
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /source

# The poms alone first: as long as they stay the same, another build of the sources downloads nothing.
COPY .mvn .mvn
COPY pom.xml .
COPY contract/pom.xml contract/
COPY yaml/pom.xml yaml/
COPY producer-lib/pom.xml producer-lib/
COPY stream-processor/pom.xml stream-processor/
COPY sink/pom.xml sink/
COPY notifier/pom.xml notifier/
COPY console/pom.xml console/
COPY embedded/pom.xml embedded/
COPY testkit/pom.xml testkit/
COPY cli/pom.xml cli/
COPY faults/pom.xml faults/
COPY benchmarks/pom.xml benchmarks/
# Tests and the checks of form belong to the continuous build: they need a broker, a database and git.
ENV BUILD="mvn -B -q -pl cli -am -Dmaven.test.skip -Dspotless.check.skip -Dcheckstyle.skip"
RUN $BUILD package

COPY . .
RUN $BUILD clean package

FROM eclipse-temurin:17-jre
# A fixed user id, so that the owner of files on volumes is the same in every release.
RUN groupadd --gid 10001 spendstream \
 && useradd --uid 10001 --gid 10001 --home-dir /var/lib/spendstream --create-home spendstream
COPY --from=build /source/spendstream /source/cli/target/spendstream/ /opt/spendstream/
ENV PATH=/opt/spendstream:$PATH
USER spendstream
WORKDIR /var/lib/spendstream
EXPOSE 9464
ENTRYPOINT ["spendstream"]
CMD ["--help"]
