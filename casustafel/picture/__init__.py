"""The picture and what it means. Every partner brings in statements on a ground; the chair opens sharing;
blank spots are asked; then each judges alone before the table judges together.
"""
