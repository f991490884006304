from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0007_split"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("REPORT_CAME", "A new report came in."),
                    ("REPORT_GIVEN", "A report was given to you."),
                    ("REPORTER_ADDED", "A reporter added something."),
                    ("REPORT_DUE", "A reporter waits for an answer from you."),
                    ("MAIL_CAME", "Mail came in at the reporting point."),
                    ("SECOND_ASKED", "You are asked to look along."),
                    ("SECOND_SAID", "Somebody looked along with you."),
                    ("FEEDBACK_PROPOSED", "A table proposes what a reporter may be told."),
                    ("QUESTION_PUT", "You are asked for advice."),
                    ("ADVICE_GIVEN", "There is advice on your question."),
                    ("WEIGHING_PREPARED", "A weighing asks for your view."),
                    ("WEIGHING_DECIDED", "A weighing was decided."),
                    ("SEAT_GIVEN", "You have a seat at a table."),
                    ("MEETING_PLANNED", "You are expected at a meeting."),
                    ("MEETING_CHANGED", "A meeting was changed. Look when you are expected."),
                    ("MEETING_OFF", "A meeting was called off."),
                    ("MEETING_PROXY", "You are asked to come to a meeting instead of a colleague."),
                    ("MEETING_PREPARE", "A meeting comes up. Prepare what you bring in."),
                    ("INFORMATION_ASKED", "Your organisation is asked for information."),
                    ("INFORMATION_GIVEN", "There is an answer to a request for information."),
                    ("INFORMATION_LATE", "The day of a request for information has passed."),
                    ("CORRECTION_CAME", "Something your organisation received was put right or withdrawn."),
                    ("COMMITMENT_MADE", "There is a commitment for your organisation."),
                    ("CASES_MERGED", "Two cases about one person were merged."),
                    ("MERGE_UNDONE", "The merging of two cases was undone."),
                    ("CAME_NARROWED", "What you brought in came over for some seats only."),
                    (
                        "CASE_SPLIT",
                        "A case about two people was split. Look what of yours stays where it was.",
                    ),
                    (
                        "SPLIT_COPIED",
                        "What you brought in is also in a new case. Only about the other? Withdraw it here.",
                    ),
                    ("REVIEW_DUE", "The review of a case comes up."),
                    ("STANDS_IN", "You stand in for a colleague."),
                ],
                max_length=20,
            ),
        ),
    ]
