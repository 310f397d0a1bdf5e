/* Reads a calendar file with libical and prints the number of events and the milliseconds it took.
   usage: libical_read FILE */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: libical_read FILE\n");
    return 2;
  }
  FILE *file = fopen(argv[1], "rb");
  if (!file) {
    perror(argv[1]);
    return 1;
  }
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *text = malloc((size_t)size + 1);
  if (!text || fread(text, 1, (size_t)size, file) != (size_t)size) {
    fprintf(stderr, "libical_read: could not read %s\n", argv[1]);
    return 1;
  }
  text[size] = '\0';
  fclose(file);

  struct timespec before, after;
  clock_gettime(CLOCK_MONOTONIC, &before);
  icalcomponent *calendar = icalparser_parse_string(text);
  long events = 0;
  icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
  for (; event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
    struct icaltimetype start = icalcomponent_get_dtstart(event);
    if (!icaltime_is_null_time(start)) events++;
  }
  clock_gettime(CLOCK_MONOTONIC, &after);
  double ms = (double)(after.tv_sec - before.tv_sec) * 1e3 + (double)(after.tv_nsec - before.tv_nsec) / 1e6;
  printf("%ld %.1f\n", events, ms);
  return 0;
}
