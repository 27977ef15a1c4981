"""The parts of `docker/check`: a stand-in for the official image, buildah, compose.yaml."""
