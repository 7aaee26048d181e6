# `make run` and `make test` are all a newcomer needs; what the machine lacks, they install.
.PHONY: run test check bench install gen

# Rust that was installed a moment ago is not on the path of this shell yet.
export PATH := $(PATH):$(HOME)/.cargo/bin

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
