"""Estimators that iterate or draw: frames in, one frame out, nothing else touched."""
