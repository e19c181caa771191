# The commands of CONTRIBUTING.md by short names. Each is one command, which help shows and which works without make.

MODULE ?= contract
TEST ?= MoneyTest

.DEFAULT_GOAL := help
.PHONY: help up verify install test it format javadoc reproducible dependencies faults benchmarks

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { about = $$2; name = $$1; getline; sub(/^\t@?/, ""); \
	  printf "  make %-14s %s\n", name, about; if (name != "help") printf "  %19s %s\n", "", $$0 }' $(MAKEFILE_LIST)

up: ## Everything in one process, with a demo fleet
	./spendstream up --demo

install: ## What other rooms compile against, without tests
	./mvnw -q -Pquick install -DskipTests -DskipITs

test: ## One test without a server: MODULE=contract TEST=MoneyTest
	./mvnw -q -Pquick -pl $(MODULE) test -Dtest=$(TEST)

it: ## One test on real servers: MODULE=sink TEST=SinkIT
	./mvnw -q -Pquick -pl $(MODULE) verify -Dtest=None -Dit.test=$(TEST)

format: ## The layout the build insists on
	./mvnw -q spotless:apply

verify: ## Everything, as it is run before anything lands
	./mvnw verify

javadoc: ## The pages of the libraries people use, in MODULE/target/reports/apidocs
	./mvnw -q -Pquick -pl contract,producer-lib -am package javadoc:javadoc -DskipTests

reproducible: ## Whether building again gives the same bytes, after make install
	./mvnw -Pquick verify artifact:compare -DskipTests -DskipITs

dependencies: ## What is declared and not used, to be read with docs/dependencies.md
	./mvnw -Pquick dependency:analyze

faults: ## The fault suite for ten minutes
	./mvnw -Pfaults verify -pl faults -am

benchmarks: ## How fast it is, beside peers
	benchmarks/run --quick
