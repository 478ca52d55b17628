/* The rule files, byte for byte. rule_data.cc names them. */
    .macro rules name
    .global smsflow_rules_\name
    .global smsflow_rules_\name\()_end
smsflow_rules_\name:
    .incbin "classify/data/\name\().tsv"
smsflow_rules_\name\()_end:
    .byte 0
    .endm

    .section .rodata
    rules opt_out_words
    rules opt_out
    rules wrong_number
    rules noise
    rules polite
    rules net_grief
    rules net_medical
    rules net_legal
    rules net_billing
    rules net_damage
    rules net_threat
    rules net_anger
    rules net_several
    rules phrases
    .section .note.GNU-stack,"",@progbits
