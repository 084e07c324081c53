"""`/health`, for machines that watch: answers 200 while the database does."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from klientel.foundation.access import PUBLIC, requires


@requires(PUBLIC)
def health(request: HttpRequest) -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})
