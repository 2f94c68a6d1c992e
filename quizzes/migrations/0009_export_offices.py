from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0008_knowledge_tally")]

    operations = [
        migrations.AddField(model_name="export", name="offices", field=models.JSONField(null=True)),
    ]
