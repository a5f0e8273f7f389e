# Negatoscope in a container: CPU only, not root, nothing built or written at run time.
#
#     docker build -t negatoscope .                            with TensorFlow, for every method
#     docker build -t negatoscope --build-arg KIND=lean .      without: requirements-lean.txt
#
# compose.yaml starts it with a read-only root file system, behind nginx.

ARG PYTHON=3.11-slim-bookworm

FROM python:${PYTHON} AS build
ARG KIND=full
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /opt/negatoscope
# The image's pip installs into it, so that no installer goes along.
RUN python -m venv --without-pip .venv
# Before the code, so that a change of the code does not install everything again.
COPY requirements.txt requirements-lean.txt ./
RUN case "$KIND" in full) lock=requirements.txt ;; *) lock="requirements-$KIND.txt" ;; esac \
    && python -m pip --python .venv/bin/python install --only-binary :all: -r "$lock"
COPY . .
# Compiled here, since nothing can be written later; and an image that does not answer is not made.
RUN .venv/bin/python -m compileall -q model pages streamlit_app.py deploy \
    && .venv/bin/python -m model classify --json assets/samples/bacterial-1.png

FROM python:${PYTHON}
# The programs belong to root and run as somebody who may not change them.
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin \
    negatoscope
COPY --from=build /opt/negatoscope /opt/negatoscope
WORKDIR /opt/negatoscope
USER 10001:10001
# TF_CPP_MIN_LOG_LEVEL: TensorFlow announces its build. CUDA_VISIBLE_DEVICES: nor does it look for a GPU.
# FORWARDED_ALLOW_IPS: no header of a request says where it comes from (NEGATOSCOPE_LOGIN=proxy).
ENV PATH=/opt/negatoscope/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TF_CPP_MIN_LOG_LEVEL=3 \
    CUDA_VISIBLE_DEVICES=-1 \
    HOME=/tmp \
    KERAS_HOME=/tmp/keras \
    FORWARDED_ALLOW_IPS= \
    STREAMLIT_SERVER_HEADLESS=true \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 \
    STREAMLIT_SERVER_PORT=8501 \
    STREAMLIT_SERVER_SCRIPT_HEALTH_CHECK_ENABLED=true
EXPOSE 8501
HEALTHCHECK --interval=60s --timeout=70s --start-period=60s --retries=3 \
    CMD ["python", "deploy/health.py"]
CMD ["python", "-m", "streamlit", "run", "streamlit_app.py"]
