"""Words that names of people and firms are put together from."""

# fmt: off
FIRST = (
    "Amara", "Andrew", "Anja", "Arjun", "Beatriz", "Boris", "Carlos", "Chloe", "Daniel", "Divya",
    "Eleni", "Emeka", "Fatima", "Felix", "Gabriela", "George", "Hana", "Henrik", "Ines", "Ivan", "Jamal",
    "Jana", "Kaito", "Katrin", "Lars", "Leila", "Luca", "Maeve", "Marco", "Mei", "Nadia", "Nikhil",
    "Olga", "Omar", "Paula", "Piotr", "Quentin", "Rania", "Rosa", "Samuel", "Selma", "Stefan", "Tariq",
    "Tessa", "Uma", "Victor", "Wanda", "Xenia", "Yusuf", "Zoe",
)
LAST = (
    "Abbott", "Adeyemi", "Bianchi", "Brandt", "Carver", "Chen", "Dahl", "Diallo", "Eriksen", "Evans",
    "Farouk", "Fischer", "Garcia", "Gruber", "Haddad", "Holm", "Ibrahim", "Ito", "Jansen", "Jones",
    "Kaya", "Kowalski", "Larsen", "Lopez", "Maier", "Mensah", "Nowak", "Nguyen", "Okafor", "Olsen",
    "Patel", "Petrov", "Quist", "Rahman", "Rossi", "Santos", "Schmid", "Tanaka", "Turner", "Ueda",
    "Usman", "Vargas", "Virtanen", "Walsh", "Weber", "Xu", "Yilmaz", "Young", "Zamora", "Zhou",
)
TRADE = (
    "alder", "amber", "anchor", "apex", "arbor", "beacon", "birch", "boreal", "bright", "canyon",
    "cedar", "copper", "coral", "delta", "ember", "falcon", "fern", "granite", "harbor", "hazel",
    "indigo", "iris", "juniper", "lagoon", "larch", "linden", "maple", "meadow", "north", "ocean",
    "onyx", "opal", "orchard", "pine", "prairie", "quartz", "raven", "river", "sage", "silver", "slate",
    "summit", "tidal", "timber", "umber", "valley", "vista", "willow", "winter", "zephyr",
)
# fmt: on
