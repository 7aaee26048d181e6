# `make run` and `make test` are all a newcomer needs; what the machine lacks, they install.
.PHONY: run test check bench install gen

run: install
	cargo build --quiet --package stoa
	./target/debug/stoa serve --demo

test:
	@scripts/install test
	cargo build --quiet --package xtask --package stoa
	cargo xtask test

check: install
	scripts/install check
	cargo xtask check

bench: install
	scripts/install bench
	bench/run

gen: install
	cargo xtask gen

install:
	@scripts/install
