"""What people attach: pictures made safe and light, documents whose content says what they are, and where they lie."""
