"""The reporting point. The reporting officer takes in worries, keeps apart what was seen and what was
thought, answers the reporter, and hands on to weighing, to another route, or gives advice.
"""
